namespace Rollouts.Cli.Tests;

/// <summary>Text that one task writes while another reads it.</summary>
internal sealed class SharedText : StringWriter
{
    private readonly Lock gate = new();

    public override void Write(char value)
    {
        lock (gate) base.Write(value);
    }

    public override void Write(string? value)
    {
        lock (gate) base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        lock (gate) base.Write(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (gate) base.Write(buffer);
    }

    public override void WriteLine(string? value)
    {
        lock (gate) base.WriteLine(value);
    }

    public override string ToString()
    {
        lock (gate) return base.ToString();
    }
}
