using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Imaging;

/// <summary>
/// Cuts packages into layers: each its own where the budget allows that. Otherwise small ones share one, by their names and not by what is beside them, so that an upgrade of one package
/// or another target changes the layers of its packages and no others.
/// </summary>
public static class LayerBudget
{
    // Small packages are spread over so many layers, so that one that changes does not take all others along.
    private const int Spread = 4;
    private const int LargestClass = 63;

    /// <summary>Cuts.</summary>
    /// <param name="packages">Packages of the image, in id order.</param>
    /// <param name="kindOf">Whom a package is shared with, an id of its own kind for each set of targets: those of two kinds are never in one layer.</param>
    /// <param name="budget">Layers at most.</param>
    /// <returns>Packages by layer, in id order; more layers than the budget where there are more kinds than that.</returns>
    public static IReadOnlyList<IReadOnlyList<LockedPackage>> Cut(IReadOnlyList<LockedPackage> packages, Func<LockedPackage, string> kindOf, int budget)
    {
        List<IReadOnlyList<LockedPackage>> layers = [];
        foreach (var spread in (int[])[Spread, 1])
        {
            for (var smallest = 0; smallest <= LargestClass; smallest++)
            {
                layers = Layers(packages, kindOf, smallest, spread);
                if (layers.Count <= budget)
                    return layers;
            }
        }

        return layers;
    }

    // Sizes count by their powers of two, so that a package that grows a little stays where it is.
    private static List<IReadOnlyList<LockedPackage>> Layers(IReadOnlyList<LockedPackage> packages, Func<LockedPackage, string> kindOf, int smallest, int spread) =>
    [
        .. packages
            .GroupBy(
                package => BitOperations.Log2((ulong)Math.Max(1, package.Size)) >= smallest
                    ? $"{kindOf(package)}/{package.Id}"
                    : $"{kindOf(package)}/{BucketOf(package.Name) % spread}",
                StringComparer.Ordinal)
            .OrderBy(layer => layer.Key, StringComparer.Ordinal)
            .Select(layer => (IReadOnlyList<LockedPackage>)[.. layer]),
    ];

    private static int BucketOf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name))[0];
}
