using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollouts.Cli.Verbs;

/// <summary>Fills in texts of the form <c>${NAME}</c> from the environment and <c>${file:PATH}</c> from files, whole texts only.</summary>
internal static class SecretTexts
{
    private const string OfFile = "file:";

    /// <summary>What a text stands for is not there. The message names it and shows nothing.</summary>
    internal sealed class MissingException(string message, Exception? inner = null) : Exception(message, inner);

    /// <exception cref="MissingException">A variable is not set, or a file cannot be read.</exception>
    public static JsonNode? Filled(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(each => KeyValuePair.Create(each.Key, Filled(each.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Filled)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is ['$', '{', .. var name, '}'] => JsonValue.Create(TextOf(name)),
        _ => node?.DeepClone(),
    };

    private static string TextOf(string name) => name.StartsWith(OfFile, StringComparison.Ordinal)
        ? FileText(name[OfFile.Length..])
        : Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : throw new MissingException($"the environment variable {name} is not set");

    private static string FileText(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MissingException(Unread.Because(path, problem), problem);
        }
    }
}
