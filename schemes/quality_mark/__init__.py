"""Quality Mark: the certification of town-centre partnership organisations."""
