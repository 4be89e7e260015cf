"""What everything is: values and words of the field; standard library only."""
