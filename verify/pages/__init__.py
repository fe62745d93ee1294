"""What a member of the public sees: the page of every verdict, and the form that asks for a number."""
