using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>Where a route is served.</summary>
public enum ApiHost
{
    Both,

    /// <summary>The Functions app alone.</summary>
    Functions,
}

/// <summary>A route as its callers know it. Requests and answers refer to the schemas of <see cref="ApiSchemas"/>.</summary>
/// <param name="Path">With the prefix: <c>/api/rollouts/{rollout}</c>.</param>
/// <param name="Id">Names the operation; unique.</param>
/// <param name="Access">Who may call it.</param>
/// <param name="Answers">By status.</param>
public sealed record ApiRoute(string Method, string Path, string Id, string Tag, string Summary, ApiAccess Access, ImmutableSortedDictionary<int, ApiAnswer> Answers)
{
    public string Description { get; init; } = "";

    public ApiHost Host { get; init; }

    public ImmutableArray<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The body by content type; empty for none.</summary>
    public ImmutableArray<(string Type, JsonNode Schema)> Body { get; init; } = [];
}

/// <summary>Who may call a route; see the security schemes of the document.</summary>
public enum ApiAccess
{
    /// <summary>Operators: a function key, an Entra token, an operator's token, or nobody but this machine, as the host is set up.</summary>
    Operators,

    /// <summary>Monitoring systems, each by its own proof.</summary>
    Alerts,

    /// <summary>Azure Monitor by its Entra token.</summary>
    SecureWebhook,

    /// <summary>Slack, by its signature.</summary>
    Slack,
}

/// <param name="In">path, query or header.</param>
public sealed record ApiParameter(string Name, string In, JsonNode Schema, string Description);

/// <param name="Bodies">By content type; empty for none.</param>
/// <param name="Located">The header <c>Location</c> says where to look for what becomes of it.</param>
public sealed record ApiAnswer(string Description, ImmutableArray<(string Type, JsonNode Schema)> Bodies, bool Located = false);
