using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Plan documents as YAML files of a folder, each named after its plan; files put there by hand count.</summary>
public sealed class PlanFiles : IPlanStore
{
    private const string Extension = ".yaml";

    private readonly Lock gate = new();
    private readonly string root;

    public PlanFiles(string root)
    {
        this.root = Path.GetFullPath(root);
        Directory.CreateDirectory(this.root);
    }

    /// <exception cref="ArgumentException">The name is empty or too long for a file.</exception>
    public Task PutAsync(PlanDocument plan, CancellationToken cancellation)
    {
        var name = FileName.Of(plan.Name);
        if (FileName.IsCut(name)) throw new ArgumentException($"the plan's name is too long: {plan.Name}", nameof(plan));
        OnDisk(() =>
        {
            DurableFiles.Replace(FileOf(name), Encoding.UTF8.GetBytes(plan.Text));
            return true;
        });
        return Task.CompletedTask;
    }

    public Task<PlanDocument?> GetAsync(string name, CancellationToken cancellation) => Task.FromResult(OnDisk(() =>
    {
        if (name.Length == 0 || !File.Exists(FileOf(FileName.Of(name)))) return null;
        var text = Encoding.UTF8.GetString(File.ReadAllBytes(FileOf(FileName.Of(name))));
        return new PlanDocument(name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), text);
    }));

    public Task<ImmutableArray<string>> ListAsync(CancellationToken cancellation) => Task.FromResult(OnDisk<ImmutableArray<string>>(() =>
    {
        var names = Directory.EnumerateFiles(root, "*" + Extension).Select(file => FileName.Back(Path.GetFileNameWithoutExtension(file)));
        return [.. names.Order(StringComparer.Ordinal)];
    }));

    private string FileOf(string name) => Path.Combine(root, name + Extension);

    private T OnDisk<T>(Func<T> action)
    {
        try
        {
            lock (gate) return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"the plan files in {root} cannot do this now: {e.Message}", e);
        }
    }
}
