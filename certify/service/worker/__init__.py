"""The worker: what follows from events is done here, and this is the only room that signs."""
