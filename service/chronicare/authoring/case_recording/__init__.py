"""What was answered of a request, recorded as a case once its author has seen it and says that it is right.

It takes a request and its answer and gives the case file with the case in it. The case is read and run as it stands
there, by both evaluators, and must come out as the answer did. It writes nothing.
"""
