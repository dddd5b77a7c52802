using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Rollouts.Cli.Verbs;

/// <summary>A JSON file of settings that <c>serve</c> is given: unknown and doubled members are errors, and so is what the settings themselves find wrong.</summary>
/// <remarks>A text <c>${NAME}</c> is that environment variable, and <c>${file:PATH}</c> what is in that file: secrets stay where they are kept.</remarks>
internal static class SettingsFile
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNameCaseInsensitive = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    };

    /// <exception cref="FormatException">It cannot be read, or is not what it should be; the message names the file and the setting.</exception>
    public static async Task<T> ReadAsync<T>(string path, Func<T, ImmutableArray<string>> problems, CancellationToken cancellation)
        where T : class
    {
        try
        {
            await using var file = File.OpenRead(path);
            var written = await JsonNode.ParseAsync(file, null, new() { AllowDuplicateProperties = false }, cancellation);
            var settings = SecretTexts.Filled(written)?.Deserialize<T>(Strict) ?? throw new FormatException($"{path} is empty");
            return problems(settings) is [var problem, ..] ? throw new FormatException($"{path}: {problem}") : settings;
        }
        catch (Exception problem) when (problem is JsonException or SecretTexts.MissingException)
        {
            throw new FormatException($"{path}: {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(Unread.Because(path, problem), problem);
        }
    }
}
