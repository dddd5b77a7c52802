using Rollouts.Engine.Tests.Messages;

namespace Rollouts.Engine.Tests.Amended;

/// <summary>A message about what was decided tells it by the plan of then; what is still open is told by the plan of now.</summary>
public class MessagesOfAmendedLaunches
{
    [Fact]
    public void A_request_that_the_change_voided_shows_the_criteria_it_was_asked_on_and_the_new_one_those_of_the_changed_plan()
    {
        var launch = new CheckoutLaunch().Asked();
        var before = launch.Last("approval");
        launch.AmendedBy(AmendedCheckout.Stricter);

        var voided = Told(launch, before);
        Assert.Contains("No longer asked: P1 One in ten", voided, StringComparison.Ordinal);
        Assert.Contains($"U0LEAD changed the plan: {AmendedCheckout.Reason}", voided, StringComparison.Ordinal);
        Assert.Contains("error_rate over 1d < 2%: 0.5 %", voided, StringComparison.Ordinal);
        Assert.DoesNotContain("< 1%", voided, StringComparison.Ordinal);

        var asked = Told(launch, launch.Last("approval"));
        Assert.Contains("Approve P1 The first tenth → P2 All of", asked, StringComparison.Ordinal);
        Assert.Contains("error_rate over 1d < 1%: 0.5 %", asked, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trend_begins_anew_with_the_changed_plan()
    {
        var launch = new CheckoutLaunch().Asked();
        launch.World["slow_rate"] = 0.02;
        var rising = new CheckoutLaunch().Asked();
        rising.World["slow_rate"] = 0.02;
        rising.Virtual.RunFor(TimeSpan.FromHours(3));
        Assert.Contains("slow_rate over 1d < 5%: 2 % (20 of 1000) ↗ rising", Told(rising, rising.Last("approval")), StringComparison.Ordinal);

        launch.AmendedBy(AmendedCheckout.Stricter);
        Assert.Contains("slow_rate over 1d < 5%: 2 % (20 of 1000)\n", Told(launch, launch.Last("approval")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_of_before_names_the_people_who_were_asked()
    {
        var launch = new CheckoutLaunch().Asked();
        var before = launch.Last("approval");
        launch.AmendedBy(AmendedCheckout.Changed(("product: { members: [U0PRODUCT] }", "product: { members: [U0OTHER] }")));

        Assert.Contains("product (U0PRODUCT)", Told(launch, before), StringComparison.Ordinal);
        Assert.Contains("product (U0OTHER)", Told(launch, launch.Last("approval")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_passed_gate_an_entered_phase_and_an_exposed_step_keep_their_names()
    {
        var launch = new CheckoutLaunch().InEverybody();
        string[] topics = ["gate", "phase", "step"];
        var before = topics.Select(launch.Last).ToArray();
        var then = before.Select(post => Headline(launch, post)).ToArray();
        Assert.Equal(["Passed: P2 Everybody, step 1", "P2 Everybody", "P2 step 2: 40 %"], then);
        launch.AmendedBy(AmendedCheckout.Stricter);
        Assert.Equal(then, before.Select(post => Headline(launch, post)));
    }

    [Fact]
    public void A_checklist_that_is_done_keeps_its_items_and_one_that_is_open_shows_those_of_now()
    {
        var changed = AmendedCheckout.Changed(("item: Dashboards are live", "item: Graphs are live"), ("title: One in ten", "title: The first tenth"));

        var done = new CheckoutLaunch().Marked();
        Assert.Contains("Dashboards are live", Told(done, done.Last("checklist")), StringComparison.Ordinal);
        done.AmendedBy(changed);
        Assert.Contains("Dashboards are live", Told(done, done.Last("checklist")), StringComparison.Ordinal);
        Assert.Contains("Checklist of entry to P1 One in ten: done", Told(done, done.Last("checklist")), StringComparison.Ordinal);

        var open = new CheckoutLaunch();
        var (asked, subject) = (open.Last("checklist"), Composer.SubjectOf(open.Last("checklist")));
        var touched = open.Record.Touched.GetValueOrDefault(subject);
        open.Virtual.RunFor(TimeSpan.FromMinutes(10));
        open.AmendedBy(changed);
        Assert.Contains("Graphs are live", Told(open, asked), StringComparison.Ordinal);
        Assert.Contains("Checklist of entry to P1 The first tenth", Told(open, asked), StringComparison.Ordinal);
        Assert.True(open.Record.Touched[subject] > touched, "nobody would update the message");
    }

    [Fact]
    public void A_way_back_keeps_the_actions_that_were_done()
    {
        var launch = new CheckoutLaunch().TakenBack();
        var before = launch.Last("way-back");
        launch.AmendedBy(AmendedCheckout.Stricter);
        Assert.Contains("capture", Told(launch, before), StringComparison.Ordinal);
        Assert.Equal(6, Composer.Compose(launch.Scene, before).Parts.OfType<MessagePart.Lines>().Single().Each.Count(line => PlainRenderer.Of(line.Sentence).Contains(". ", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_happened_in_a_phase_that_is_gone_can_still_be_told()
    {
        var launch = new CheckoutLaunch().InEverybody();
        var posts = launch.Posts.ToArray();
        launch.RolledBack().AmendedBy(AmendedCheckout.WithAnotherPhase);
        Assert.Contains(posts, post => Headline(launch, post) == "P2 Everybody");
        Assert.All(launch.Posts, post => Assert.NotEmpty(Told(launch, post)));
    }

    [Fact]
    public void A_mitigation_that_is_still_wanted_is_wanted_by_the_plan_of_now()
    {
        var launch = new CheckoutLaunch().MissingLatency();
        var wanted = launch.Last("mitigation");
        Assert.Contains("Mitigation wanted: P1 One in ten", Told(launch, wanted), StringComparison.Ordinal);
        launch.AmendedBy(AmendedCheckout.Stricter);
        Assert.Contains("Mitigation wanted: P1 The first tenth", Told(launch, wanted), StringComparison.Ordinal);
    }

    [Fact]
    public void A_review_of_before_shows_what_it_rested_on_and_offers_nothing_any_more()
    {
        var reviewed = AmendedCheckout.Changed(("      may-miss: 1\n", "      may-miss: 1\n      review: every friday 10:00\n"));
        var launch = new CheckoutLaunch().AmendedBy(reviewed).MissingLatency().Then(launch => launch.Virtual.RunFor(TimeSpan.FromDays(5)));
        var review = launch.Last("review");
        Assert.Contains("It waits for a mitigation", Told(launch, review), StringComparison.Ordinal);

        launch.AmendedBy(AmendedCheckout.Changed(("      may-miss: 1\n", "      may-miss: 1\n      review: every friday 10:00\n"), ("slow_rate over 1d < 5%", "slow_rate over 1d < 6%"), ("title: One in ten", "title: The first tenth")));
        var told = Told(launch, review);
        Assert.Contains("Review of P1 One in ten: pending", told, StringComparison.Ordinal);
        Assert.Contains("slow_rate over 1d < 5%", told, StringComparison.Ordinal);
        Assert.DoesNotContain("It waits for a mitigation", told, StringComparison.Ordinal);
    }

    private static string Told(CheckoutLaunch launch, Effect.Post post) => PlainRenderer.Terminal(Composer.Compose(launch.Scene, post));

    private static string Headline(CheckoutLaunch launch, Effect.Post post) => Composer.Compose(launch.Scene, post).Headline;
}
