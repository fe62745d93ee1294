"""The demo: a body, a town that does not exist, and cases in every state."""
