using System.Globalization;
using Rollouts.Cli.Terminals;
using Spectre.Console;

namespace Rollouts.Cli.Demo;

/// <summary>Tells the demo as it happens, with the seconds since it began; in colour for a person at a terminal.</summary>
internal sealed class DemoTelling(Terminal terminal)
{
    private readonly long began = terminal.Time.GetTimestamp();

    public TimeSpan Elapsed => terminal.Time.GetElapsedTime(began);

    public void Tell(string text, string style = "default")
    {
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds,6:0.0} s");
        if (terminal.IsRich) terminal.Console.MarkupLine($"[grey]{seconds}[/]  [{style}]{Markup.Escape(text)}[/]");
        else terminal.Output.WriteLine($"{seconds}  {text}");
    }

    public void Sum(string name, string text)
    {
        if (terminal.IsRich) terminal.Console.MarkupLine($"[bold]{name,-11}[/] {Markup.Escape(text)}");
        else terminal.Output.WriteLine($"{name,-11} {text}");
    }

    /// <summary>The person's answer; yes where nobody is there to ask.</summary>
    public async Task<bool> AskAsync(string question, CancellationToken cancellation) =>
        !terminal.IsRich || await new ConfirmationPrompt(Markup.Escape(question)).ShowAsync(terminal.Console, cancellation);
}
