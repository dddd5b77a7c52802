using System.Text.Json;

namespace Rollouts.Cli.Hosts;

/// <summary>Reads problem details (RFC 9457); an answer without them is told by its status.</summary>
internal static class ProblemReader
{
    public static HostException Read(int status, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (Text(document.RootElement, "title") is { } title) return new(title, Text(document.RootElement, "detail"), status);
        }
        catch (JsonException problem)
        {
            return Bare(status, problem);
        }

        return Bare(status, null);
    }

    private static HostException Bare(int status, Exception? inner) => new(FormattableString.Invariant($"the host answers {status}"), "without saying why; is it a rollout host? --url names another", status, inner);

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
