/* SPDX-License-Identifier: 0BSD */
/* Records a part of itself: from an object's construction to its end, also where an exception ends it. */
#include <iostream>
#include <stdexcept>

#include "recctrl/posix.h"

class Recording {
public:
    explicit Recording(const char *name) : start(recctrl_start(name)) {}

    /* Whoever began a recording ends it: NOOP says that another one was on. */
    ~Recording()
    {
        if (start == RECCTRL_START) {
            recctrl_stop();
        }
    }

    const char *state() const { return start == RECCTRL_START ? "recorded" : recctrl_strerror(start); }

private:
    Recording(const Recording &);
    Recording &operator=(const Recording &);

    int32_t start;
};

static unsigned work(unsigned number)
{
    Recording recording("section-cplusplus");

    std::cout << "working, " << recording.state() << std::endl;
    if (number == 7) {
        throw std::runtime_error("seven");
    }
    return number * number;
}

int main()
{
    try {
        work(7);
    } catch (const std::runtime_error &error) {
        std::cout << "it failed: " << error.what() << std::endl;
    }
    return 0;
}
