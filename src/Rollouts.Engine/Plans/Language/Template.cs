using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>A text with places such as <c>{cause}</c> that are filled in when it is posted.</summary>
internal sealed partial class Template : Shape<string>
{
    private static readonly string[] Known = ["cause", "launch", "rollout", "phase", "target", "member", "exposure"];

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Braces { get; }

    private Template()
    {
    }

    public static Template Shape { get; } = new();

    public override string What => "a text";

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out string value)
    {
        if (!Words.Text.TryRead(node, scope, out value)) return false;
        foreach (Match place in Braces.Matches(((PlanNode.Scalar)node).Text))
            if (!Known.Contains(place.Groups["name"].Value))
                scope.Problems.Error(((PlanNode.Scalar)node).At(place.Index), $"nothing fills in '{place.Value}'", scope.Problems.Help(place.Groups["name"].Value, Known));
        return true;
    }

    public override JsonObject Schema(SchemaBook book) => new() { ["type"] = "string" };
}
