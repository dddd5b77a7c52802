namespace Rollouts.Cli.Demo;

/// <param name="Fault">The first attempt's new path turns bad.</param>
/// <param name="Keep">The files stay after the demo.</param>
/// <param name="Interactive">The person at the terminal is asked for the approvals.</param>
/// <param name="Slack">A Slack runs beside it, and people decide there.</param>
internal sealed record DemoOptions(bool Fault, bool Keep, bool Interactive, bool Slack);
