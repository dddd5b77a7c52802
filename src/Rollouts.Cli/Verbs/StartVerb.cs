using System.CommandLine;
using System.Text;
using Rollouts.Cli.Hosts;
using Rollouts.Cli.Pages;
using Rollouts.Engine;

namespace Rollouts.Cli.Verbs;

/// <summary>Starts a launch from a plan file, or from a plan that the host keeps.</summary>
internal static class StartVerb
{
    public static Verb Create()
    {
        var plan = new Argument<string>("PLAN") { Description = "A plan file, or the name of a plan that the host keeps" };
        var name = Verb.Text("--name", "What to call the launch; the plan's name if silent", "NAME");
        var wait = new WaitOptions();
        return new Verb("start", "Start a launch", "rollout start plans/d7-ga-soft-launch.yaml --name d7", "rollout start d7-ga-soft-launch --name d7-second-try --wait --timeout 2h") { plan, name, wait.Wait, wait.Timeout }
            .Does(call => StartAsync(call, call.Get(plan), call.Get(name), wait));
    }

    private static async Task<int> StartAsync(Call call, string plan, string? name, WaitOptions wait)
    {
        var timeout = wait.Of(call);
        if (await FieldsAsync(call, plan, name) is not { } fields) return ExitCode.BadUsage;
        var started = await call.Host.StartAsync(fields, call.Cancellation);
        if (timeout is { } longest) return await Waiting.UntilAtRestAsync(call, started.Value.Rollout, longest);
        return call.Show(started, view => new Page()
            .Line(Phrase.Of($"started {StatusPage.Summary(view)}"))
            .Line(Phrase.Of($"follow it: rollout get {view.Rollout} --watch")));
    }

    /// <summary>Null when the file is no plan; what is wrong with it is shown.</summary>
    private static async Task<Fields?> FieldsAsync(Call call, string plan, string? name)
    {
        if (!PlanFile.IsMeant(plan)) return new Fields().With("rollout", name ?? plan).With("plan", plan);
        var content = await PlanFile.ReadAsync(plan, call.Cancellation);
        var reading = PlanReader.Read(content, plan);
        if (reading is PlanReading.Sound sound)
            return new Fields().With("rollout", name ?? sound.Document.Name).With("planText", sound.Document.Text);
        if (call.IsJson) call.Terminal.WriteJson(new { error = new { title = "The plan has errors", errors = ((PlanReading.Faulty)reading).Errors } });
        call.Terminal.Errors.Write(CheckPage.Of(plan, Encoding.UTF8.GetString(content), reading).ToPlain());
        return null;
    }
}
