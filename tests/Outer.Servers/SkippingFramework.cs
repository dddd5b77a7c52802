using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Outer.Servers;

/// <summary>Runs tests as xunit does, but reports those that miss a tool as skipped; with <c>REQUIRE_OUTER=1</c> they fail.</summary>
/// <remarks>The contract suites are plain facts, made in the inner ring: only where they are run is it known whether their server is there.</remarks>
public sealed class SkippingFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases, Environment.GetEnvironmentVariable("REQUIRE_OUTER") == "1" ? executionMessageSink : new Sink(executionMessageSink), executionOptions);
    }

    private sealed class Sink(IMessageSink inner) : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => inner.OnMessage(
            message is ITestFailed failed && Array.IndexOf(failed.ExceptionTypes, typeof(ToolMissingException).FullName) is >= 0 and var which
                ? new TestSkipped(failed.Test, failed.Messages[which])
                : message);
    }
}
