using System.Text;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>Journal files in a folder of their own, closed and opened again at will.</summary>
public abstract class JournalOnDisk : IDisposable
{
    protected const string D7 = "d7-1";
    private readonly TemporaryFolder folder = new();

    protected JournalOnDisk() => Store = Open();

    protected string JournalPath => folder[Path.Combine(D7, "journal.jsonl")];

    protected string InboxPath => folder[Path.Combine(D7, "inbox.jsonl")];

    private protected TemporaryFolder Folder => folder;

    private protected JournalFiles Store { get; private set; }

    public void Dispose()
    {
        Store.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected JournalFiles Open() => new(folder.Path, TimeProvider.System);

    protected void Restart(Action meanwhile)
    {
        Store.Dispose();
        meanwhile();
        Store = Open();
    }

    protected Task<bool> CreateAsync() => Store.CreateAsync(D7, Some.Plan, Some.Start(D7), default);

    protected async Task<Journal> ReadAsync() => (await Store.ReadAsync(D7, 0, default))!;

    protected async Task<Journal> DecideAllAsync()
    {
        var journal = await ReadAsync();
        Assert.True(await Store.CommitAsync(D7, journal.Head, Some.Accept(journal.Head, journal.Inbox), journal.Head.Fence, default));
        return await ReadAsync();
    }
}
