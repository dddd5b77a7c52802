using System.Reflection;
using Rollouts.Engine;

namespace Rollouts.Cli.Demo;

/// <summary>The demo's plan: <c>plans/demo.yaml</c>, pointed at where the service listens this time.</summary>
internal static class DemoPlan
{
    private const string Written = "http://127.0.0.1:5081";

    public static PlanReading.Sound For(Uri service)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("demo.yaml") ?? throw new InvalidOperationException("the demo's plan is not in the assembly");
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd().Replace(Written, service.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        return PlanReader.Read(text) switch
        {
            PlanReading.Sound sound => sound,
            PlanReading.Faulty faulty => throw new InvalidOperationException($"the demo's plan is faulty: {faulty.Errors[0]}"),
            var other => throw new InvalidOperationException($"unknown reading {other.GetType().Name}"),
        };
    }
}
