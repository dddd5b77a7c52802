namespace Outer.Servers;

public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("rollouts-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
