using System.Text.Json;
using System.Text.Json.Serialization;
using Rollouts.Engine;

namespace Rollouts.Cli.Verbs;

/// <summary>The file of <c>serve --slack</c>: <c>{"signingSecrets": ["…"], "team": "T…", "app": "A…", "token": "xoxb-…", "channels": {"#launch": "C…"}}</c>.</summary>
internal static class SlackFile
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNameCaseInsensitive = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    };

    /// <exception cref="FormatException">It is not what it should be; the message names the file and the setting.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<SlackSettings> ReadAsync(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        try
        {
            var settings = await JsonSerializer.DeserializeAsync<SlackSettings>(file, Strict, cancellation) ?? throw new FormatException($"{path} is empty");
            return settings.Problems() is [var problem, ..] ? throw new FormatException($"{path}: {problem}") : settings;
        }
        catch (JsonException problem)
        {
            throw new FormatException($"{path}: {problem.Message}", problem);
        }
    }
}
