using System.Buffers.Binary;
using System.Text;

namespace Rollouts.Telemetry.Tests;

/// <summary>A protocol buffers message, its fields by number.</summary>
internal sealed class ProtoMessage
{
    private readonly ILookup<int, ReadOnlyMemory<byte>> bytes;
    private readonly ILookup<int, ulong> numbers;

    public ProtoMessage(ReadOnlyMemory<byte> content)
    {
        var (parts, values) = (new List<(int, ReadOnlyMemory<byte>)>(), new List<(int, ulong)>());
        for (var at = 0; at < content.Length;)
        {
            var key = Varint(content.Span, ref at);
            var field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    values.Add((field, Varint(content.Span, ref at)));
                    break;
                case 1:
                    values.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(content.Span[at..])));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(content.Span, ref at);
                    parts.Add((field, content.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    values.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(content.Span[at..])));
                    at += 4;
                    break;
                default:
                    throw new FormatException($"wire type {key & 7} of field {field}");
            }
        }

        bytes = parts.ToLookup(part => part.Item1, part => part.Item2);
        numbers = values.ToLookup(value => value.Item1, value => value.Item2);
    }

    public IEnumerable<ProtoMessage> Messages(int field) => bytes[field].Select(part => new ProtoMessage(part));

    public ProtoMessage? Message(int field) => Messages(field).LastOrDefault();

    public string Text(int field) => Encoding.UTF8.GetString(bytes[field].LastOrDefault().Span);

    public string Hex(int field) => Convert.ToHexStringLower(bytes[field].LastOrDefault().Span);

    public bool Has(int field) => bytes.Contains(field) || numbers.Contains(field);

    public ulong Number(int field) => numbers[field].LastOrDefault();

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    private static ulong Varint(ReadOnlySpan<byte> content, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = content[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }
    }
}
