using System.Text.Json;
using Rollouts.Cli.Pages;
using Spectre.Console;

namespace Rollouts.Cli.Terminals;

/// <summary>Where a verb writes to. Rich (colour, tables, live display) only for a person at a terminal; plain text for everything else.</summary>
internal sealed class Terminal(TextWriter output, TextWriter errors, bool isRich, TimeProvider time)
{
    private static readonly JsonSerializerOptions Indented = new(EntryChain.Json) { WriteIndented = true };

    private readonly Lazy<IAnsiConsole> console = new(() => AnsiConsole.Create(new()
    {
        Ansi = AnsiSupport.Yes,
        ColorSystem = ColorSystemSupport.Standard,
        Interactive = InteractionSupport.Yes,
        Out = new AnsiConsoleOutput(output),
    }));

    public TextWriter Output { get; } = output;

    public TextWriter Errors { get; } = errors;

    public bool IsRich { get; } = isRich;

    /// <summary>The columns that text may take.</summary>
    public int Width => IsRich ? Console.Profile.Width : 100;

    public TimeProvider Time { get; } = time;

    /// <summary>For live display; only where <see cref="IsRich"/>.</summary>
    public IAnsiConsole Console => IsRich ? console.Value : throw new InvalidOperationException("a plain terminal has no live display");

    /// <summary>The process's own terminal: rich unless it is piped, dumb, or NO_COLOR is set (no-color.org).</summary>
    public static Terminal OfProcess() => new(System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected && WantsColor(), TimeProvider.System);

    public void Write(Page page)
    {
        if (IsRich) Console.Write(page.ToRich(Console.Profile.Width));
        else Output.Write(page.ToPlain());
    }

    /// <summary>One document, indented.</summary>
    public void WriteJson<T>(T value) => Output.WriteLine(JsonSerializer.Serialize(value, Indented));

    /// <summary>One document on one line, for verbs that write several one after the other.</summary>
    public void WriteJsonLine<T>(T value) => Output.WriteLine(JsonSerializer.Serialize(value, EntryChain.Json));

    public void Error(string text) => Errors.WriteLine("error: " + Phrase.Safe(text, keepLines: true));

    private static bool WantsColor() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
}
