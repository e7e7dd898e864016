"""The scenes that figures are measured on: held-out pieces, metals, rooms, grounds, and what is known of each."""
