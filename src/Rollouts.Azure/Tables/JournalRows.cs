using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>The rows of one rollout, all in one partition, in the order of their keys:</summary>
/// <remarks>
/// <c>entry:{seq}</c> the journal · <c>head</c> its end, which every commit must find unchanged · <c>inbox:{time}-{hash of id}</c> inputs not
/// decided, in order of acceptance · <c>known:{hash of id}</c> every input's id, kept after it is decided · <c>plan</c> the plan document ·
/// <c>snapshot</c> the journal as it was folded last.
/// What a drain reads, the entries after one it knows, head and inbox, is thus one range of keys.
/// </remarks>
internal static class JournalRows
{
    public const string Head = "head";
    public const string Plan = "plan";
    public const string Snapshot = "snapshot";

    private const string EntryPrefix = "entry:";
    private const string InboxPrefix = "inbox:";

    public static string Partition(string rollout) => "rollout-" + TableKey.Of(rollout);

    public static string EntryKey(long seq) => EntryPrefix + seq.ToString("D12", CultureInfo.InvariantCulture);

    public static string InboxKey(Input input, long ticks) => InboxPrefix + ticks.ToString("D19", CultureInfo.InvariantCulture) + "-" + TableKey.HashOf(input.Id);

    public static string KnownKey(Input input) => "known:" + TableKey.HashOf(input.Id);

    /// <summary>Everything after an entry up to the end of the inbox.</summary>
    public static string TailOf(string rollout, long after) => Range(Partition(rollout), EntryKey(after + 1), "inbox;");

    public static string Range(string partition, string from, string until) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {until}");

    public static bool IsEntry(TableEntity row) => row.RowKey.StartsWith(EntryPrefix, StringComparison.Ordinal);

    public static bool IsInbox(TableEntity row) => row.RowKey.StartsWith(InboxPrefix, StringComparison.Ordinal);

    public static TableEntity HeadRow(string rollout, Head head) =>
        new(Partition(rollout), Head) { ["Rollout"] = rollout, ["Seq"] = head.Seq, ["Hash"] = head.Hash, ["Fence"] = head.Fence };

    /// <summary>Succeeds only where the rollout exists: every rollout has a plan, written with it and never again.</summary>
    public static TableTransactionAction TouchPlan(string rollout) =>
        new(TableTransactionActionType.UpdateMerge, new TableEntity(Partition(rollout), Plan), ETag.All);

    public static Head HeadOf(TableEntity row) => new(
        row.GetInt64("Seq") ?? throw Damaged(row, "its seq"), row.GetString("Hash") ?? throw Damaged(row, "its hash"), row.GetInt64("Fence") ?? throw Damaged(row, "its fence"));

    public static IReadOnlyList<TableEntity> EntryRows(string rollout, Entry entry) =>
        LongText.Rows(Partition(rollout), EntryKey(entry.Seq), EntryChain.Write(entry));

    public static IReadOnlyList<TableEntity> InboxRows(string rollout, Input input, long ticks) =>
        LongText.Rows(Partition(rollout), InboxKey(input, ticks), JsonSerializer.Serialize(input, EntryChain.Json));

    /// <param name="inbox">The row that holds the input; null for one that was decided without waiting in the inbox.</param>
    public static TableEntity KnownRow(string rollout, Input input, string? inbox) =>
        new(Partition(rollout), KnownKey(input)) { ["Input"] = input.Id.Length <= 1000 ? input.Id : input.Id[..1000], ["Inbox"] = inbox };

    public static Entry EntryOf(TableEntity first, string text) => Parsed(first, () => EntryChain.Read(text));

    public static Input InputOf(TableEntity first, string text) =>
        Parsed(first, () => JsonSerializer.Deserialize<Input>(text, EntryChain.Json) ?? throw new JsonException("an input cannot be null"));

    private static T Parsed<T>(TableEntity row, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"row {row.RowKey} cannot be read: {problem.Message}", problem);
        }
    }

    private static InvalidDataException Damaged(TableEntity row, string what) => new($"row {row.RowKey} has lost {what}");
}
