"""The scenes that figures are measured on: held-out pieces, metals, rooms and grounds, with all that is known of each."""
