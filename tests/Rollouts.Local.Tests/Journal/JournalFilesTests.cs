using System.Text;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>What files add to the contract of a store: one owner, and no growth without need.</summary>
public sealed class JournalFilesTests : JournalOnDisk
{
    [Fact]
    public void A_second_owner_of_the_folder_is_refused_by_name()
    {
        var e = Assert.Throws<StoreException>(Open);

        Assert.Contains(Folder.Path, e.Message);
        Assert.Contains("in use by another process", e.Message);
    }

    [Fact]
    public async Task A_grown_inbox_without_undecided_inputs_is_emptied_and_its_ids_stay_known()
    {
        await CreateAsync();
        for (var n = 0; n < 4; n++) await Store.OfferAsync(D7, Some.Pause($"p{n}", new string('x', 100_000)), default);
        await DecideAllAsync();

        Assert.Equal(0, new FileInfo(InboxPath).Length);
        Assert.Equal(Offered.Known, await Store.OfferAsync(D7, Some.Pause("p0"), default));
        await Store.OfferAsync(D7, Some.Pause("later"), default);
        Restart(() => { });
        Assert.Equal(["later"], (await ReadAsync()).Inbox.Ids());
    }
}
