"""What each field of the schema answers, in the domain's values: functions of what has it, the request, and arguments."""
