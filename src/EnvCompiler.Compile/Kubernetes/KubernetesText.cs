using System.Globalization;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>Texts by Kubernetes' own rules.</summary>
internal static class KubernetesText
{
    private static readonly string[] Units = ["Ki", "Mi", "Gi", "Ti"];

    /// <summary>A text in which <c>$(NAME)</c> is nothing: commands, arguments and values are expanded, and two dollars are one.</summary>
    internal static string Unexpanded(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    /// <summary>Bytes as a quantity, exactly: <c>16Gi</c>.</summary>
    internal static string Bytes(long bytes)
    {
        var unit = "";
        for (var i = 0; i < Units.Length && bytes > 0 && bytes % 1024 == 0; i++)
            (bytes, unit) = (bytes / 1024, Units[i]);
        return bytes.ToString(CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>Processors as a quantity, in thousandths where it is no whole number: <c>4</c>, <c>500m</c>.</summary>
    internal static string Processors(double count)
    {
        var thousandths = (long)Math.Ceiling(count * 1000);
        return thousandths % 1000 == 0 ? (thousandths / 1000).ToString(CultureInfo.InvariantCulture) : thousandths.ToString(CultureInfo.InvariantCulture) + "m";
    }
}
