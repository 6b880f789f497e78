using System.Collections.Concurrent;
using System.Reflection;
using EdgeWarning.Gateway.Tests.Platform;
using Microsoft.Extensions.Logging;
using Xunit.Sdk;
using Xunit.v3;

[assembly: LogsOfFailedTests]

namespace EdgeWarning.Gateway.Tests.Platform;

/// <summary>
/// The log of a gateway in a test: tests can read it, and it is shown with a test that fails. Nothing of it goes to the console, where the thousands of lines of a
/// run would bury the names of such tests.
/// </summary>
internal sealed class TestLog : ILoggerProvider, ILogger
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<TestLog>> s_byTest = new(StringComparer.Ordinal);

    private readonly ConcurrentQueue<string> _lines = new();

    public TestLog()
    {
        if (TestContext.Current.Test is { } test)
        {
            s_byTest.GetOrAdd(test.UniqueID, _ => new()).Enqueue(this);
        }
    }

    /// <summary>The logs that a test made; they are forgotten here.</summary>
    public static IEnumerable<TestLog> TakeThoseOf(ITest test) => s_byTest.TryRemove(test.UniqueID, out var logs) ? logs : [];

    public bool Contains(string text) => Count(text) > 0;

    public int Count(string text) => _lines.Count(line => line.Contains(text, StringComparison.Ordinal));

    public override string ToString() => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} {logLevel}: {formatter(state, exception)} {exception}".TrimEnd());

    public void Dispose()
    {
    }
}

/// <summary>After a test that failed its gateways' logs follow what it says.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class LogsOfFailedTestsAttribute : BeforeAfterTestAttribute
{
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        foreach (var log in TestLog.TakeThoseOf(test).Where(_ => TestContext.Current.TestState?.Result == TestResult.Failed))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"its gateway's log:\n{log}");
        }
    }
}
