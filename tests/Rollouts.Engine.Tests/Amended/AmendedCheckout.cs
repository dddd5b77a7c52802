using Rollouts.Engine.Tests.Messages;

namespace Rollouts.Engine.Tests.Amended;

/// <summary>The small launch of the messages, whose plan is changed under way.</summary>
internal static class AmendedCheckout
{
    public const string Reason = "two in a hundred is too lax";

    /// <summary>Other titles, a stricter gate, another way back.</summary>
    public static readonly Plan Stricter = Changed(
        ("title: One in ten", "title: The first tenth"),
        ("title: Everybody", "title: All of them"),
        ("error_rate over 1d < 2%", "error_rate over 1d < 1%"),
        ("  - capture: [flags]\n", ""),
        ("Taking {launch} back to {target}: {cause}", "Going back"));

    /// <summary>The phase after the first is another one.</summary>
    public static readonly Plan WithAnotherPhase = Changed(("phase: P2\n", "phase: P3\n"), ("title: Everybody", "title: Half of them"));

    public static Plan Changed(params (string From, string To)[] changes)
    {
        var text = changes.Aggregate(CheckoutLaunch.Text, (text, change) =>
        {
            Assert.Contains(change.From, text, StringComparison.Ordinal);
            return text.Replace(change.From, change.To, StringComparison.Ordinal);
        });
        return PlanReader.Read(text) is PlanReading.Sound sound ? sound.Plan : throw new InvalidOperationException("the changed plan is wrong");
    }

    public static CheckoutLaunch AmendedBy(this CheckoutLaunch launch, Plan plan)
    {
        Assert.IsType<Outcome.Accepted>(launch.Virtual.Amend(plan, CheckoutLaunch.Lead, Reason));
        launch.Virtual.RunFor(TimeSpan.FromMinutes(10));
        return launch;
    }

    public static CheckoutLaunch Approved(this CheckoutLaunch launch)
    {
        launch.Accepted((id, at) => new Input.Approve(id, at, CheckoutLaunch.Lead, null, ""));
        launch.Accepted((id, at) => new Input.Approve(id, at, CheckoutLaunch.Product, null, ""));
        launch.Virtual.RunFor(TimeSpan.FromHours(30));
        return launch;
    }

    public static CheckoutLaunch RolledBack(this CheckoutLaunch launch)
    {
        launch.Accepted((id, at) => new Input.RollBack(id, at, CheckoutLaunch.Lead, "P1", null, "it hurts"));
        launch.Virtual.RunFor(TimeSpan.FromMinutes(10));
        return launch;
    }

    public static LaunchReview Review(this CheckoutLaunch launch) => LaunchReview.Of(launch.Virtual.Plan, launch.State, [.. launch.Virtual.History]);
}
