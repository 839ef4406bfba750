"""What each field of the schema answers: functions of what has it, of the request, and of arguments."""
