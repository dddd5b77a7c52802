namespace Rollouts.Local;

/// <param name="Number">1 for the first.</param>
/// <param name="Start">Where in the file it begins.</param>
/// <param name="Text">Without the line feed.</param>
internal readonly record struct Line(int Number, long Start, ReadOnlyMemory<byte> Text)
{
    public long End => Start + Text.Length + 1;
}

/// <summary>A file of lines as it was found. A line counts once its line feed is written; what follows the last one is torn.</summary>
internal sealed class Lines
{
    private Lines(IReadOnlyList<Line> whole, ReadOnlyMemory<byte> torn)
    {
        Whole = whole;
        Torn = torn;
    }

    public IReadOnlyList<Line> Whole { get; }

    /// <summary>What a crash in the middle of an append left behind; nobody was told that it is stored.</summary>
    public ReadOnlyMemory<byte> Torn { get; }

    public static Lines Of(string path) => Of(File.ReadAllBytes(path));

    public static Lines Of(ReadOnlyMemory<byte> content)
    {
        var whole = new List<Line>();
        var start = 0;
        while (content.Span[start..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            whole.Add(new Line(whole.Count + 1, start, content.Slice(start, length)));
            start += length + 1;
        }

        // A file can be longer after a crash than what reached the disk; the gap reads as zeros.
        if (whole is [.., var last] && start == content.Length && last.Text.Span.Contains((byte)0))
        {
            whole.RemoveAt(whole.Count - 1);
            start = (int)last.Start;
        }

        return new Lines(whole, content[start..]);
    }
}
