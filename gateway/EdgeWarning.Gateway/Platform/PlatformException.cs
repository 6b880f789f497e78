namespace EdgeWarning.Gateway.Platform;

/// <summary>The gateway cannot start or go on, and why. The text is for the person at the command line: print it, no stack trace.</summary>
public class PlatformException(string message, Exception? inner = null) : Exception(message, inner);
