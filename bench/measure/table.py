# SPDX-License-Identifier: GPL-2.0-or-later
"""Pauses of both plugins as a table."""

import statistics


def milliseconds(seconds):
    return f"{1000 * seconds:10.2f}"


def _row(megabytes, written, metric, ours, reference):
    quiet = statistics.median(ours.quiet + reference.quiet)
    pauses = [result.median(metric) for result in (ours, reference)]
    print(f"{megabytes:6}{written:9}  {metric:12}" + "".join(map(milliseconds, [quiet, *pauses])) +
          f"{pauses[1] / pauses[0]:8.0f} x")


def show(results, sizes, metrics):
    """results[megabytes, plugin]: what bench/pauses measured; sizes: MB of RAM, and how many of them are written to."""
    print("\nlongest pause in ms, medians")
    print(f"{'RAM MB':>6}{'written':>9}  {'pause':12}{'quiet':>10}{'ours':>10}{'reference':>10}{'shorter':>10}")
    for megabytes, written in sizes.items():
        for metric in metrics:
            _row(megabytes, written, metric, results[megabytes, "ours"], results[megabytes, "reference"])
    least, most = min(sizes), max(sizes)
    for metric in metrics:
        growth = [results[most, name].median(metric) / results[least, name].median(metric)
                  for name in ("ours", "reference")]
        print(f"{'grows, ' + str(least) + ' to ' + str(most) + ' MB':>15}  {metric:22}" +
              "".join(f"{factor:8.1f} x" for factor in growth))
    for name in ("ours", "reference"):
        made = [result for (_, plugin), result in results.items() if plugin == name]
        print(f"{name}: {sum(result.identical for result in made)} of {sum(result.made for result in made)} recordings "
              "replay to the same RAM")
