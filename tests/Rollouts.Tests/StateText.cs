using System.Text.Json;

namespace Rollouts.Tests;

internal static class StateText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>A state as text with everything in a fixed order, for comparing two of them.</summary>
    public static string Of(RolloutState state)
    {
        var unordered = new
        {
            pending = state.Pending.OrderBy(pending => pending.Key, StringComparer.Ordinal).Select(pending => (object)pending),
            criteria = state.Criteria.OrderBy(criterion => criterion.Key, StringComparer.Ordinal).Select(criterion => (object)criterion),
            decided = state.Decided.Order(StringComparer.Ordinal),
            planned = state.Planned.Select(planned => $"{planned.Key}: {planned.Value.Id} {planned.Value.Document}"),
            confirmed = state.Confirmed.Select(confirmed => $"{confirmed.Key}: {confirmed.Value}"),
        };
        var rest = state with
        {
            Pending = state.Pending.Clear(), Criteria = state.Criteria.Clear(), Decided = state.Decided.Clear(),
            Planned = state.Planned.Clear(), Confirmed = state.Confirmed.Clear(),
        };
        return JsonSerializer.Serialize(unordered, Options) + JsonSerializer.Serialize(rest, Options);
    }
}
