"""Every address of the portal in the small world, the forms on its pages, and what people with bad intentions put into both."""
