using Rollouts.Contracts;
using Rollouts.SlackPreview;

namespace Rollouts.Local.Tests.Slack;

/// <summary>The embedded host.</summary>
public sealed class HostileRequests(HostileRequests.Asked asked) : HostileRequestsContract(asked.Head), IClassFixture<HostileRequests.Asked>
{
    /// <summary>A house whose launch asks for an approval; no test changes it.</summary>
    public sealed class Asked : IAsyncLifetime
    {
        private SlackHouse house = null!;

        public SlackHead Head { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            house = await SlackHouse.StartAsync();
            var approve = (string)Clicks.ButtonOf(await house.AskedAsync(), "Approve")["value"]!;
            Head = new(house.Slack, house.Client, "small", SlackHouse.Channel, SlackHouse.Lead, SlackHouse.Lead, SlackHouse.Product, SlackHouse.PasserBy, approve, async () => await house.JournalAsync());
            await Head.KnowsItsPeopleAsync(TimeSpan.FromSeconds(60));
        }

        public async Task DisposeAsync() => await house.DisposeAsync();
    }
}
