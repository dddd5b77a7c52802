using System.Runtime.InteropServices;

namespace Rollouts.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Line(string folder) =>
        $"{Environment.ProcessorCount} × {Processor()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, files on {DiskOf(folder)}{Load()}";

    private static string Processor()
    {
        const string Cpu = "/proc/cpuinfo";
        var line = File.Exists(Cpu) ? File.ReadLines(Cpu).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string DiskOf(string folder)
    {
        var drive = DriveInfo.GetDrives().Where(drive => folder.StartsWith(drive.Name, StringComparison.Ordinal)).MaxBy(drive => drive.Name.Length);
        return drive is null ? "an unknown disk" : drive.DriveFormat;
    }

    private static string Load()
    {
        const string Average = "/proc/loadavg";
        return File.Exists(Average) ? $", load {File.ReadAllText(Average).Split(' ')[0]}" : "";
    }
}
