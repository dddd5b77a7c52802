using System.Text.Json;

namespace Rollouts.Engine;

/// <summary>Events as JSON: an array or one object, or an object on each line. Objects inside an event become fields with dots.</summary>
internal static class JsonEvents
{
    private const int Deepest = 8;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = Deepest };

    public static IEnumerable<EventFound> ReadLines(ReadOnlyMemory<byte> body)
    {
        var number = 0;
        while (!body.IsEmpty)
        {
            number++;
            var end = body.Span.IndexOf((byte)'\n');
            var line = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (line.Span.Trim(" \t\r"u8).IsEmpty) continue;
            yield return One(line, number);
        }
    }

    public static List<EventFound> Read(ReadOnlyMemory<byte> body)
    {
        var found = new List<EventFound>();
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty) return found;
        var reader = new Utf8JsonReader(body.Span, Strict);
        var lines = new LineCount(body);
        try
        {
            _ = reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                var first = lines.At(reader.TokenStartIndex);
                found.Add(Draft(JsonElement.ParseValue(ref reader), first));
                if (reader.Read()) found.Add(new(lines.At(reader.TokenStartIndex), null, "something follows the event; several stand in an array"));
                return found;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var line = lines.At(reader.TokenStartIndex);
                found.Add(Draft(JsonElement.ParseValue(ref reader), line));
            }

            if (reader.Read()) found.Add(new(lines.At(reader.TokenStartIndex), null, "something follows the array"));
        }
        catch (JsonException problem)
        {
            found.Add(new((int)(problem.LineNumber ?? 0) + 1, null, Words(problem)));
        }

        return found;
    }

    private static EventFound One(ReadOnlyMemory<byte> line, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new() { MaxDepth = Deepest });
            return Draft(document.RootElement, number);
        }
        catch (JsonException problem)
        {
            return new(number, null, Words(problem));
        }
    }

    private static EventFound Draft(JsonElement json, int line)
    {
        if (json.ValueKind != JsonValueKind.Object) return new(line, null, "an event is a JSON object");
        var draft = new EventDraft();
        try
        {
            var fault = Add(draft, "", json);
            return new(line, fault is null ? draft : null, fault);
        }
        catch (InvalidOperationException)
        {
            return new(line, null, "a text holds half a character (a lone surrogate)");
        }
    }

    private static string? Add(EventDraft draft, string prefix, JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            var name = prefix + property.Name;
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Null:
                    break;
                case JsonValueKind.String:
                    draft.Add(new(name, EventValue.Of(property.Value.GetString()!)));
                    break;
                case JsonValueKind.Number when property.Value.TryGetDouble(out var number) && double.IsFinite(number):
                    draft.Add(new(name, EventValue.Of(number)));
                    break;
                case JsonValueKind.True or JsonValueKind.False:
                    draft.Add(new(name, EventValue.Of(property.Value.GetBoolean())));
                    break;
                case JsonValueKind.Object when Add(draft, name + ".", property.Value) is { } fault:
                    return fault;
                case JsonValueKind.Object:
                    break;
                default:
                    return $"'{name}' is {(property.Value.ValueKind == JsonValueKind.Array ? "a list" : "too large a number")}; a field is a text, a number, true or false";
            }
        }

        return null;
    }

    private static string Words(JsonException problem) => "it is not JSON: " + problem.Message.Split(" LineNumber:")[0].Split(" Path:")[0];

    /// <summary>Which line a byte stands on, for bytes that are asked for in order.</summary>
    private sealed class LineCount(ReadOnlyMemory<byte> body)
    {
        private int counted;
        private int line = 1;

        public int At(long index)
        {
            line += body.Span[counted..(int)index].Count((byte)'\n');
            counted = (int)index;
            return line;
        }
    }
}
