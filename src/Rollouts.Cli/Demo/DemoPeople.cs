namespace Rollouts.Cli.Demo;

/// <summary>The people of the demo: they approve what they are asked, mark what is done and resume; or the person at the terminal does, or whoever clicks in the Slack that runs here.</summary>
internal sealed class DemoPeople(Engine.Launches launches, string rollout, DemoTelling telling, bool interactive, DemoSlack? slack)
{
    private static readonly TimeSpan ThinkingTime = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    private readonly HashSet<(string Request, string Role)> answered = [];
    private int inputs;

    /// <summary>Answers every open request for each role that has not answered.</summary>
    public async Task AnswerAsync(Plan plan, RolloutState state, CancellationToken cancellation)
    {
        foreach (var (gate, request) in state.Gates.Where(gate => gate.Value.Approval is not null).Select(gate => (gate.Key, gate.Value.Approval!)).ToArray())
        foreach (var role in request.Roles.Where(role => !request.Given.ContainsKey(role) && answered.Add((request.Request, role))))
        {
            var person = plan.Roles[role].Members[0];
            if (slack is not null)
            {
                if (!interactive) await slack.ApproveAsync(new(plan, state, Engine.LaunchRecord.Empty, state.At), gate, person, cancellation);
                continue;
            }

            if (interactive && !await telling.AskAsync($"{person} ({role}): approve {request.Request}?", cancellation))
            {
                await GiveAsync((id, at) => new Input.Reject(id, at, Actor.Of(person), request.Request, "said no at the terminal"), cancellation);
                return;
            }

            if (!interactive) await Task.Delay(ThinkingTime, cancellation);
            await GiveAsync((id, at) => new Input.Approve(id, at, Actor.Of(person), request.Request, "looks good"), cancellation);
        }
    }

    public Task MarkAsync(string item, string by, CancellationToken cancellation) =>
        GiveAsync((id, at) => new Input.Mark(id, at, Actor.Of(by), item, true, null, ""), cancellation);

    public async Task<Outcome?> GiveAsync(Func<string, DateTimeOffset, Input> make, CancellationToken cancellation)
    {
        var input = make(FormattableString.Invariant($"demo-{Interlocked.Increment(ref inputs)}"), TimeProvider.System.GetUtcNow());
        return (await launches.OfferAsync(rollout, input, Budget, cancellation)).Outcome;
    }
}
