"""The web: who may do what, reading what was sent, and answering. Every change to a case goes through `perform`."""
