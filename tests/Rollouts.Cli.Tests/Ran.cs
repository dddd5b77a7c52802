using System.Text.Json;

namespace Rollouts.Cli.Tests;

/// <summary>What a command line wrote and returned.</summary>
internal sealed record Ran(int Code, string Out, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public static Task<Ran> Of(params string[] args) => Of(args, CancellationToken.None);

    public static async Task<Ran> Of(string[] args, CancellationToken cancellation)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await Cli.RunAsync(args, output, errors, cancellation);
        return new(code, output.ToString(), errors.ToString());
    }

    /// <summary>Fails with everything that was written when the code is another.</summary>
    public Ran Ended(int code)
    {
        Assert.True(Code == code, $"exit code {Code}, not {code}\n{Out}\n{Errors}");
        return this;
    }
}
