using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Ingestion;

/// <param name="Flags">The flags file; without one everything is off.</param>
/// <param name="Port">0 takes any free port.</param>
/// <param name="UntilStdinCloses">Stop when the parent closes our input or dies, so that no killed parent leaves a service behind.</param>
public sealed record IngestionOptions(string? Flags = null, int Port = 0, bool UntilStdinCloses = false)
{
    public const string Usage = """
        Ingestion: takes uploads; a flag decides for each workspace whether the old or the new path serves them.

          --flags PATH            JSON file with flags and settings, followed while it changes
          --port N                port on 127.0.0.1 (default 0: any free one)
          --until-stdin-closes    stop when standard input ends

        Example: Ingestion --flags flags.json --port 5080
        """;

    public static bool TryParse(string[] args, [NotNullWhen(true)] out IngestionOptions? options, [NotNullWhen(false)] out string? problem)
    {
        (options, problem) = (null, null);
        var read = new IngestionOptions();
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--flags" when i + 1 < args.Length:
                    read = read with { Flags = args[++i] };
                    break;
                case "--port" when i + 1 < args.Length && ushort.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var port):
                    read = read with { Port = port };
                    i++;
                    break;
                case "--until-stdin-closes":
                    read = read with { UntilStdinCloses = true };
                    break;
                default:
                    problem = args[i] switch
                    {
                        "--port" when i + 1 < args.Length => $"--port '{args[i + 1]}' is not a port, expected 0 to 65535",
                        "--flags" or "--port" => $"{args[i]} needs a value",
                        _ => $"unknown argument '{args[i]}'",
                    };
                    return false;
            }
        }

        options = read;
        return true;
    }
}
