using System.Globalization;
using System.Text.Json;

namespace Rollouts.Engine;

/// <summary>The one way events are written: flat JSON objects with <c>id</c>, <c>at</c> and <c>name</c> first. <see cref="EventReader"/> reads them back the same.</summary>
public static class RawEventText
{
    public static void Write(Utf8JsonWriter writer, RawEvent raw)
    {
        writer.WriteStartObject();
        writer.WriteString(EventRules.Id, raw.Id);
        writer.WriteString(EventRules.At, raw.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        writer.WriteString(EventRules.Name, raw.Name);
        foreach (var (field, value) in raw.Fields)
        {
            if (value.Number is { } number) writer.WriteNumber(field, number);
            else writer.WriteString(field, value.Text);
        }

        writer.WriteEndObject();
    }

    /// <summary>One event on a line of its own, with its line feed.</summary>
    public static byte[] Line(RawEvent raw)
    {
        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line, new() { Encoder = EntryChain.Json.Encoder })) Write(writer, raw);
        line.WriteByte((byte)'\n');
        return line.ToArray();
    }
}
