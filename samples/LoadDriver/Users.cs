using System.Collections.Immutable;
using System.Globalization;

namespace LoadDriver;

/// <summary>The workspaces that upload: many that nobody knows by name, and the few that a launch plan names.</summary>
public sealed record Users
{
    public static ImmutableArray<string> NamedInPlans { get; } = ["internal-test-workspace", "canary-ws-1", "canary-ws-2", "enterprise-acme"];

    /// <summary>How many there are of <c>workspace-0001</c> and so on.</summary>
    public int Workspaces { get; init; } = 400;

    public ImmutableArray<string> Named { get; init; } = NamedInPlans;

    /// <summary>The share of requests that come from the named ones. Early phases let in only them, and a gate wants a number of uploads.</summary>
    public double NamedShare { get; init; } = 0.1;

    /// <summary>Who sends the n-th request, counted from 0: all unnamed workspaces take turns, and so do the named ones.</summary>
    public string Of(long n)
    {
        var namedBefore = Named.IsEmpty ? 0 : (long)Math.Floor(n * NamedShare);
        var namedAfter = Named.IsEmpty ? 0 : (long)Math.Floor((n + 1) * NamedShare);
        return namedAfter > namedBefore || Workspaces == 0
            ? Named[(int)(namedBefore % Named.Length)]
            : Workspace((int)((n - namedBefore) % Workspaces) + 1);
    }

    public static string Workspace(int number) => string.Create(CultureInfo.InvariantCulture, $"workspace-{number:0000}");
}
