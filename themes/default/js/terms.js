"use strict";

/** Words that many scripts need: kinds, difficulties, "close". */
guide.terms = guide.text("terms");
