"""What a service's test suite can import: strategies that make complaints, journals and calendars."""
