using System.CommandLine;
using System.Text;
using Rollouts.Cli.Pages;
using Rollouts.Engine;

namespace Rollouts.Cli.Verbs;

/// <summary>Gives a host a plan to keep, from which launches can be started by its name.</summary>
internal static class UploadVerb
{
    public static Verb Create()
    {
        var plan = new Argument<string>("PLAN") { Description = "A plan file" };
        return new Verb("upload", "Keep a plan on the host, in the place of an older one of its name; launches that run keep their own", "rollout upload plans/d7-ga-soft-launch.yaml") { plan }
            .Does(call => UploadAsync(call, call.Get(plan)));
    }

    private static async Task<int> UploadAsync(Call call, string file)
    {
        var content = await PlanFile.ReadAsync(file, call.Cancellation);
        if (PlanReader.Read(content, file) is not PlanReading.Sound sound)
        {
            var reading = PlanReader.Read(content, file);
            if (call.IsJson) call.Terminal.WriteJson(new { error = new { title = "The plan has errors", errors = ((PlanReading.Faulty)reading).Errors } });
            call.Terminal.Errors.Write(CheckPage.Of(file, Encoding.UTF8.GetString(content), reading).ToPlain());
            return ExitCode.BadUsage;
        }

        var kept = await call.Host.UploadAsync(sound.Document, call.Cancellation);
        return call.Show(kept, answer => new Page()
            .Line(Phrase.Of($"kept {answer.Plan}, {answer.Hash[..12]}"))
            .Line(Phrase.Of($"start it: rollout start {answer.Plan}")));
    }
}
