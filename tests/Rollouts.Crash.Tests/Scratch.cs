namespace Rollouts.Crash.Tests;

/// <summary>A folder that is gone when the test is over.</summary>
internal sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("rollouts-crash-plan-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
