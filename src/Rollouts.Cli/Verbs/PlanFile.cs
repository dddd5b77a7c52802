using Rollouts.Engine;

namespace Rollouts.Cli.Verbs;

/// <summary>Plan files as people name them on the command line.</summary>
internal static class PlanFile
{
    /// <summary>A plan that is too large is told so with its size; what is much larger is no plan, and not read.</summary>
    private const long Largest = 4 * PlanReader.LargestBytes;

    /// <exception cref="UsageException">There is no such file, or it cannot be read.</exception>
    public static async Task<byte[]> ReadAsync(string file, CancellationToken cancellation)
    {
        try
        {
            if (Directory.Exists(file)) throw new UsageException($"{file} is a folder, not a plan");
            if (new FileInfo(file) is { Exists: true, Length: > Largest }) throw new UsageException($"{file} is too large to be a plan");
            return await File.ReadAllBytesAsync(file, cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException(Unread.Because(file, problem));
        }
    }

    /// <exception cref="UsageException">It cannot be read, or is no plan that can be launched.</exception>
    public static async Task<Plan> ReadSoundAsync(string file, CancellationToken cancellation) =>
        PlanReader.Read(await ReadAsync(file, cancellation), file) is PlanReading.Sound sound ? sound.Plan : throw new UsageException($"{file} cannot be launched; rollout check {file} says why");

    /// <summary>A file that is there, or what looks like a path; anything else names a plan that the host keeps.</summary>
    public static bool IsMeant(string plan) =>
        File.Exists(plan) || plan.Contains('/', StringComparison.Ordinal) || plan.Contains('\\', StringComparison.Ordinal) || Path.GetExtension(plan) is ".yaml" or ".yml";
}
