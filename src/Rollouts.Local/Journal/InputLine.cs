using System.Text.Json;

namespace Rollouts.Local;

/// <summary>An input as a line of the inbox file.</summary>
internal static class InputLine
{
    public static byte[] Write(Input input) => [.. JsonSerializer.SerializeToUtf8Bytes(input, EntryChain.Json), (byte)'\n'];

    /// <exception cref="Engine.StoreException">The line is not an input.</exception>
    public static Input Read(string file, Line line)
    {
        try
        {
            return JsonSerializer.Deserialize<Input>(line.Text.Span, EntryChain.Json) ?? throw new JsonException("an input cannot be null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            throw new JournalFault(file, line.Number, $"this is not an input: {e.Message}").ToException();
        }
    }
}
