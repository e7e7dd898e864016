"""Local stand-ins for the services Lustre talks to, served over real HTTP; nothing here is shared with the clients."""
